"""Training of the tagger: every module here needs the extra ``[train]``, torch and onnx; nothing else does."""
