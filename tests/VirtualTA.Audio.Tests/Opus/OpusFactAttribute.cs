using VirtualTA.Audio.Opus;

namespace VirtualTA.Audio.Tests.Opus;

/// <summary>Runs where libopus is installed, and says so where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpusFactAttribute : FactAttribute
{
    public OpusFactAttribute() => Skip = OpusEncoder.IsAvailable ? null : "libopus is not installed (Debian: libopus0).";
}
