using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Recognition.Phones;

/// <summary>Tells when a pause has lasted long enough to be read: once after 140 ms, and once more when the network has heard all of the speech.</summary>
internal sealed class PauseWatch
{
    private const int First = 7; // windows of 20 ms
    private const int Second = 18;

    private readonly VoiceActivityDetector _voice = new();
    private readonly short[] _window = new short[VoiceActivityDetector.WindowSamples];
    private int _filled;
    private int _silence;
    private long _received;

    /// <summary>Sound so far.</summary>
    public TimeSpan Received => TimeSpan.FromSeconds((double)_received / AudioFrame.SampleRate);

    /// <summary>Takes samples of any number.</summary>
    /// <returns>Whether the pause they end in became one to read.</returns>
    public bool Accept(ReadOnlySpan<short> samples)
    {
        var before = _silence;
        _received += samples.Length;
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, _window.Length - _filled);
            samples[..count].CopyTo(_window.AsSpan(_filled));
            samples = samples[count..];
            _filled = (_filled + count) % _window.Length;
            if (_filled == 0)
            {
                _voice.Push(_window);
                (_silence, before) = _voice.IsActive ? (0, 0) : (_silence + 1, before);
            }
        }

        return _voice.IsSpeaking && ((before < First && _silence >= First) || (before < Second && _silence >= Second));
    }
}
