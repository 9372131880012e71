using System.Diagnostics;

namespace VirtualTA.TestKit;

/// <summary>A shell script in the place of a child process, in a folder of its own that can be put into PATH.</summary>
public sealed class FakeProgram : IDisposable
{
    /// <summary>Writes the script.</summary>
    /// <param name="name">Name of the program it stands for.</param>
    /// <param name="script">Lines of sh; <c>announce</c> tells the process id to <see cref="WaitUntilStartedAsync"/>.</param>
    public FakeProgram(string name, string script)
    {
        Folder = Directory.CreateTempSubdirectory("fake-program-").FullName;
        Path = System.IO.Path.Combine(Folder, name);
        var pipe = System.IO.Path.Combine(Folder, "started");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }

        File.WriteAllText(Path, $"#!/bin/sh\nannounce() {{ echo $$ > '{pipe}'; }}\n{script}\n");
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The script is one of sh.");
        }

        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The folder that holds only the script.</summary>
    public string Folder { get; }

    /// <summary>The script.</summary>
    public string Path { get; }

    /// <summary>Waits until the script has announced itself.</summary>
    /// <returns>Its process id.</returns>
    public Task<int> WaitUntilStartedAsync() =>
        Task.Run(() => int.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, "started")), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Whether a process still runs; one that ended and was not yet collected does not.</summary>
    public static bool IsRunning(int processId)
    {
        var status = $"/proc/{processId}/stat";
        try
        {
            return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it ended while we looked
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
