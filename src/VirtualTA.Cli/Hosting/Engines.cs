using VirtualTA.Core.Contracts;
using VirtualTA.Recognition;
using VirtualTA.Synthesis;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Cli.Hosting;

/// <summary>The engines of this machine, or the sentence that says how to get one.</summary>
internal static class Engines
{
    /// <param name="name">Name of the one wanted; null for the best.</param>
    /// <param name="refused">Told of recognisers that were passed over because their files are damaged.</param>
    /// <exception cref="CommandFailedException">None is installed.</exception>
    /// <exception cref="FormatException">The files of the one wanted are damaged.</exception>
    /// <exception cref="UserInputException">There is none of that name.</exception>
    public static ISpeechRecognizer RequireRecognizer(string? name, Action<string> refused)
    {
        RequireKnown(name, SpeechRecognizers.Offers().Select(static offer => offer.Name));
        return SpeechRecognizers.CreateDefault(out var remedy, name, refused) ?? throw new CommandFailedException(NoticeCodes.RecognizerMissing, remedy);
    }

    /// <param name="name">Name of the one wanted; null for the best.</param>
    /// <param name="options">How the embedded one works; null for the way its weights were judged.</param>
    /// <exception cref="CommandFailedException">None is installed.</exception>
    /// <exception cref="UserInputException">There is none of that name.</exception>
    public static ISpeechSynthesizer RequireSynthesizer(string? name = null, EmbeddedSynthesizerOptions? options = null)
    {
        RequireKnown(name, SpeechSynthesizers.Offers(options).Select(static offer => offer.Name));
        return SpeechSynthesizers.CreateDefault(out var remedy, name, options) ?? throw new CommandFailedException(NoticeCodes.SynthesizerMissing, remedy);
    }

    // An engine that nobody has is a slip of the hand; one that this machine lacks is a failure.
    private static void RequireKnown(string? name, IEnumerable<string> known)
    {
        if (name is not null && !known.Contains(name))
        {
            throw new UserInputException(InputCodes.EngineUnknown, $"There is no engine '{name}'. Known: {string.Join(", ", known)}.");
        }
    }
}
