using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Makes voices of recordings and keeps them among the models.</summary>
public sealed class VoiceStudio
{
    private const double LeastAgreement = -2.6;
    private const double FramesASecond = 50;
    private const int SamplesOfCheck = 60 * RecordingCheck.SampleRate;

    private readonly VoiceEnroller _enroller;
    private readonly IPhoneAligner _aligner;
    private readonly TextFrontEnd _frontEnd;
    private readonly VoiceFolder _folder;

    internal VoiceStudio(VoiceEnroller enroller, IPhoneAligner aligner, TextFrontEnd frontEnd, VoiceFolder folder) =>
        (_enroller, _aligner, _frontEnd, _folder) = (enroller, aligner, frontEnd, folder);

    /// <summary>What is missing to make voices and how to get it, or null.</summary>
    public static string? FindRemedy() => EmbeddedModels.FindRemedy();

    /// <summary>Loads what is needed.</summary>
    /// <param name="aligner">Finds the times of phones.</param>
    /// <param name="pronouncer">The dictionary; the installed one if not given.</param>
    public static VoiceStudio Open(IPhoneAligner aligner, Pronouncer? pronouncer = null)
    {
        EmbeddedModels models = EmbeddedModels.Load();
        SpeakerEncoder speakers = SpeakerEncoder.Load(ModelFolder.PathOf("speaker", "encoder.safetensors"));
        return new VoiceStudio(new VoiceEnroller(models.Codec, speakers), aligner, new TextFrontEnd(pronouncer ?? Pronouncer.LoadDefault()), models.Voices());
    }

    /// <summary>Removes a voice; false if there is none of the name.</summary>
    public static bool Remove(string name) => VoiceFolder.Remove(EmbeddedModels.VoicesFolder, name);

    /// <summary>Makes a voice, in place of one of the same name.</summary>
    /// <param name="name">Key of the voice: letters, digits and dashes.</param>
    /// <param name="recordings">Recordings of one person.</param>
    /// <exception cref="UserInputException">The name cannot be one, or a recording is unsuitable; the message says which, why, and what to do.</exception>
    public EnrolledVoice Enrol(string name, IReadOnlyList<VoiceRecording> recordings)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(recordings);
        if (VoiceFolder.FindNameProblem(name) is { } problem)
        {
            throw new UserInputException(NoticeCodes.VoiceUnknown, problem);
        }

        var made = recordings.Select(recording => Make(name, recording)).OrderByDescending(one => Worth(one.Prompt, one.Score)).ToArray();
        VoicePrompt prompt = _enroller.Join([.. made.Select(one => one.Prompt)], [.. made.Select(one => one.Recording.Name)]);
        _folder.Keep(prompt);
        return new EnrolledVoice(name, made[0].Recording.Name, made[0].Prompt.Places.Length / FramesASecond, made[0].Score);
    }

    // A prompt of 3 s that agrees with its text beats a longer one that does not.
    private static double Worth(VoicePrompt prompt, double score) => score + (Math.Min(prompt.Places.Length / FramesASecond, RecordingCheck.LeastSpeech) / RecordingCheck.LeastSpeech);

    private (VoiceRecording Recording, VoicePrompt Prompt, double Score) Make(string name, VoiceRecording recording)
    {
        try
        {
            ReadOnlyMemory<float> samples = recording.Samples[..Math.Min(recording.Samples.Length, SamplesOfCheck)];
            VoiceEnroller.Refuse(RecordingCheck.FindProblem(samples.Span));
            SpokenWord[] words = [.. _frontEnd.Read(recording.Text).SelectMany(static clause => clause.SpokenWords())];
            VoiceEnroller.Refuse(words.Length == 0 ? "No words were found in it: read a sentence or two, and give the text." : null);
            PhoneAlignment? alignment = _aligner.TryAlignPhones(ToPcm(samples.Span), [.. words.Select(static word => word.Phones)]);
            VoiceEnroller.Refuse(alignment is null ? $"The text has {words.Length} words, too many for the recording: give the words that are said in it." : null);
            VoiceEnroller.Refuse(alignment!.Score < LeastAgreement ? "The text does not fit the recording: give the words that are said in it, or a clearer recording." : null);
            VoicePrompt prompt = _enroller.Enrol(name, samples.Span, [.. words.Zip(alignment.Words, static (word, times) => new AlignedWord(word.Phones, times.Starts, times.End, word.Mark))]);
            return (recording, prompt, alignment.Score);
        }
        catch (UserInputException refusal)
        {
            throw new UserInputException(refusal.Code, $"'{recording.Name}': {refusal.Message}", refusal);
        }
    }

    private static short[] ToPcm(ReadOnlySpan<float> samples)
    {
        short[] pcm = new short[samples.Length];
        for (int index = 0; index < pcm.Length; index++)
        {
            pcm[index] = (short)Math.Clamp(MathF.Round(samples[index] * 32767f), short.MinValue, short.MaxValue);
        }

        return pcm;
    }
}
