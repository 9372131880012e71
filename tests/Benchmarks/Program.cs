using BenchmarkDotNet.Running;
using VirtualTA.Benchmarks.Whisper;

if (args is ["write-whisper", var size, var path])
{
    RandomWhisper.Write(path, size);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
