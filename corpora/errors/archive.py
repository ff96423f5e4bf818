"""A task of a run failed (exit code 1), or the archive cannot be used (exit codes 9 and 10)."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


class TaskError(VanthuError):
    """The process that worked on a document ended badly; the document is to blame until shown otherwise."""

    code = "task"
    exit_code = 1
    cause = "The process that worked on the document ended badly."
    remedy = "Look at the original, then `vanthu archive retry`."


class TaskCrashed(TaskError):
    """The process died."""

    code = "task_crashed"
    cause = "The process that worked on the document died of its own, or ended without a word."
    remedy = "Look at the original with another reader, then `vanthu archive retry --code task_crashed`."


class TaskKilled(TaskError):
    """The process was killed from outside."""

    code = "task_killed"
    cause = "The process that worked on the document was killed again and again: for want of memory, or by a person."
    remedy = "Look for the OOM killer in `dmesg`, run fewer --jobs, then `vanthu archive retry --code task_killed`."


class TaskTimeout(TaskError):
    """The process ran past its deadline."""

    code = "task_timeout"
    cause = "The work on the document ran past its deadline and was stopped."
    remedy = "Raise --deadline if the machine is slow, then `vanthu archive retry --code task_timeout`."


class OutOfMemory(TaskError):
    """The process wanted more memory than it may have."""

    code = "out_of_memory"
    cause = "The work on the document wanted more memory than one task may have."
    remedy = "Raise --memory if the machine has it, then `vanthu archive retry --code out_of_memory`."


class WorkerLost(TaskError):
    """The machine or process that the task was given to is gone."""

    code = "worker_lost"
    cause = "The worker that had the task is gone, again and again."
    remedy = "Look at the workers' logs, then run the same command again."


class ArchiveError(VanthuError):
    """The archive cannot be used."""

    code = "archive"
    exit_code = 9
    cause = "The archive's database cannot be reached or used."
    remedy = "Check the URL given with --archive, the server and its rights; the message says what it answered."


class ArchiveCutOff(ArchiveError):
    """The database ended the connection."""

    code = "archive_cut_off"
    exit_code = 10
    cause = "The database ended the connection: an administrator or a restart of the server."
    remedy = "Run the same command again: what was committed is kept, and the run goes on from there."


class ArchiveLocked(ArchiveError):
    """Somebody else is loading into it."""

    code = "archive_locked"
    cause = "Another run is loading into the archive; the message says who holds it."
    remedy = "Wait for that run, or stop it; reading (`status`, `search`, `export`) is possible meanwhile."


class ArchiveMissing(ArchiveError):
    """There is no archive there."""

    code = "archive_missing"
    cause = "There is no archive at that URL: nothing was ever loaded there."
    remedy = "Make one with `vanthu archive load SOURCE --archive URL`."


class ArchiveNewer(ArchiveError):
    """Made by a newer vanthu."""

    code = "archive_newer"
    cause = "The archive was made or upgraded by a newer version of vanthu."
    remedy = "Upgrade with `pip install --upgrade vanthu`."


class Ambiguous(ArchiveError):
    """Asked for by a name that several files go by, where one is meant."""

    code = "ambiguous"
    cause = "Several files of the archive go by that name, and the command is for one; the message lists them."
    remedy = "Give the hash that the message has, or more of the name; `vanthu archive show NAME` shows them all."


class NotInArchive(ArchiveError):
    """Asked for by a name that the archive does not know."""

    code = "not_in_archive"
    cause = "The archive holds no such document or file."
    remedy = "Look for it with `vanthu archive search` or `vanthu archive quarantine list`."


class Forgotten(NotInArchive):
    """Asked for by the name of something that was taken out."""

    code = "forgotten"
    cause = "The document was taken out of the archive; the message says when, by whom and why."
    remedy = "If it is wanted after all, load it with `vanthu archive load SOURCE --include-forgotten`."


class ArchiveNotEmpty(ArchiveError):
    """Asked to copy into an archive that holds something."""

    code = "archive_not_empty"
    cause = "The archive to copy to holds rows already: a copy would mix two archives."
    remedy = "Name a new file or an empty database: `vanthu archive copy FROM TO`."


class CopyIncomplete(ArchiveError):
    """Not all rows arrived."""

    code = "copy_incomplete"
    cause = "After copying, tables of the new archive had other numbers of rows than those of the old one."
    remedy = "Nothing was kept; stop what else writes to either database, then run `vanthu archive copy` again."
