// Stands for the modules that docsite/bundle.py leaves out.
export {};
