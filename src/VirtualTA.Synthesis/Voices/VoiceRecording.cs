namespace VirtualTA.Synthesis.Voices;

/// <summary>A recording to make a voice from.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Samples">Mono at <see cref="RecordingCheck.SampleRate"/>, −1 to 1.</param>
/// <param name="Text">What is said in it.</param>
public sealed record VoiceRecording(string Name, ReadOnlyMemory<float> Samples, string Text);

/// <summary>A voice that was made.</summary>
/// <param name="Name">Key of the voice.</param>
/// <param name="Recording">The recording whose words it goes on from.</param>
/// <param name="Seconds">How much of it is used.</param>
/// <param name="Score">How well text and sound agree: mean log-posterior per frame, 0 at best.</param>
public sealed record EnrolledVoice(string Name, string Recording, double Seconds, double Score);
