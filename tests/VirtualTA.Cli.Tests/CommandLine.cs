using System.Diagnostics;
using System.Text.Json;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;

namespace VirtualTA.Cli.Tests;

/// <summary>What a run of the program gave.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The objects on the output, which must be nothing else.</summary>
    public JsonElement[] Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public JsonElement Line => Assert.Single(Lines);

    public string? ErrorCode => Line.GetProperty("error").GetProperty("code").GetString();
}

/// <summary>Runs <c>virtualta</c> as a process, in a folder and with data of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("virtualta-test-");

    /// <summary>Folder in which the program runs.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What PATH is in the program; null for that of the test.</summary>
    public string? SearchPath { get; init; }

    /// <summary>The folder of the models; null for those of the repository.</summary>
    public string? Models { get; init; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetPath(), [Path.Combine(AppContext.BaseDirectory, "virtualta.dll"), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["VIRTUALTA_DATA"] = PathOf("data");
        start.Environment.Remove("VIRTUALTA_DEBUG");
        if (Models is not null)
        {
            start.Environment["VIRTUALTA_MODELS"] = Models;
        }

        if (SearchPath is not null)
        {
            start.Environment["PATH"] = SearchPath;
        }

        return Process.Start(start)!;
    }

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process);
    }

    public static async Task<Outcome> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(process.ExitCode, await output, await error);
    }

    public string WriteWav(string name, float[] samples, int rate = 16_000, WavEncoding encoding = WavEncoding.Pcm16)
    {
        WavFile.Write(PathOf(name), new AudioClip(samples, rate), encoding);
        return PathOf(name);
    }

    public static float[] Tone(double seconds, int rate = 16_000) =>
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => 0.3f * MathF.Sin(i * 2 * MathF.PI * 440 / rate))];

    public void Dispose() => _folder.Delete(recursive: true);

    // PATH may be replaced, and then the runtime is still the one that runs the test.
    private static string DotnetPath() => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
        ? path
        : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
}
