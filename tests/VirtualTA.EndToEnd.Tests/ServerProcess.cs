using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The server as people start it: a process of its own with its own pages, on a free port.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>Courses, corrections and rooms of this run alone.</summary>
    private readonly string _data = Directory.CreateTempSubdirectory("virtualta-e2e-").FullName;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "VirtualTA.Server.dll");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--environment", "Production"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["VIRTUALTA_DATA"] = _data },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The server ended at once:\n{Output}"));
    }

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Everything the server has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<ServerProcess> StartAsync()
    {
        var server = new ServerProcess();
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Address = await server._listening.Task.WaitAsync(StartPatience);
        }
        catch (TimeoutException)
        {
            server.Dispose();
            throw new TimeoutException($"The server did not say where it listens:\n{server.Output}");
        }

        return server;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
