using System.Globalization;
using BenchmarkDotNet.Running;
using VirtualTA.Benchmarks.Lectures;
using VirtualTA.Benchmarks.Whisper;
using VirtualTA.Recognition.Whisper.Network;

if (args is ["write-voice", var sizes, var folder])
{
    VirtualTA.TestKit.RandomVoice.WriteModels(
        folder, VirtualTA.Core.Models.ModelFolder.Find(), sizes == "small" ? VirtualTA.TestKit.VoiceSizes.Small : VirtualTA.TestKit.VoiceSizes.Full, stage: null);
    return;
}

if (args is ["write-whisper", var size, var path])
{
    RandomWhisper.Write(path, size);
    return;
}

if (args is ["whisper-stages", var model, var precision, var positions, var threads])
{
    WhisperStages.Print(
        model, Enum.Parse<WhisperPrecision>(precision), int.Parse(positions, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture));
    return;
}

if (args is ["lecture", ..])
{
    await LectureLoad.RunAsync(args);
    return;
}

if (args is ["whisper-stream", var streamed, var mode, var tokens])
{
    await WhisperStreaming.PrintAsync(streamed, Enum.Parse<WhisperPrecision>(mode), int.Parse(tokens, CultureInfo.InvariantCulture));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
