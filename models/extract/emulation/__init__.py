"""What an emulation campaign is: names, aims, participants, criteria, rewards, dossier."""
