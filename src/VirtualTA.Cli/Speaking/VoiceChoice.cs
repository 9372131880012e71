using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Cli.Speaking;

/// <summary>The options by which a person chooses who speaks and how.</summary>
internal static class VoiceChoice
{
    public static readonly Option<string?> Voice = new("--voice") { Description = "Name of a voice; 'virtualta voices list' shows them.", HelpName = "name" };

    public static readonly Option<string?> Engine = new("--engine") { Description = "Voice engine, such as embedded; the best one present if not given.", HelpName = "name" };

    public static readonly Option<ulong> Seed = new("--seed") { Description = "Same text, voice and seed: same samples.", HelpName = "number" };

    public static readonly Option<float?> Temperature = new("--temperature") { Description = "How boldly the embedded engine draws, 0.01 to 10; below 1 is safer.", HelpName = "number" };

    public static readonly Option<float?> TopP = new("--top-p") { Description = "Share of the likeliest codes that it draws from, 0 to 1.", HelpName = "number" };

    public static readonly Option<float?> Guidance = new("--guidance") { Description = "How strongly the text guides what is drawn, 0 to 10; 0 takes half the time.", HelpName = "number" };

    public static readonly Option<SpeechHaste> Haste = new("--haste")
    {
        Description = "What to give up for an earlier first sound: None, ShortFirstChunk, or FewerLevels, which includes it.",
        HelpName = "step",
        CustomParser = static argument =>
        {
            if (!Enum.TryParse(argument.Tokens[0].Value, ignoreCase: true, out SpeechHaste haste) || !Enum.IsDefined(haste))
            {
                argument.AddError($"'{argument.Tokens[0].Value}' is no step of haste: give one of {string.Join(", ", Enum.GetNames<SpeechHaste>())}.");
            }

            return haste;
        },
    };

    /// <summary>Adds the options to a command.</summary>
    public static Command WithVoice(this Command command)
    {
        foreach (Option option in new Option[] { Voice, Engine, Seed, Temperature, TopP, Guidance, Haste })
        {
            command.Add(option);
        }

        return command;
    }

    /// <summary>The synthesiser that was chosen.</summary>
    /// <exception cref="CommandFailedException">It is not installed.</exception>
    /// <exception cref="UserInputException">A number lies outside its range.</exception>
    public static ISpeechSynthesizer Synthesizer(CommandContext context) => Engines.RequireSynthesizer(context.Arguments.GetValue(Engine), Embedded(context));

    /// <summary>Voice, seed and haste.</summary>
    public static SpeechOptions Options(CommandContext context) =>
        new(context.Arguments.GetValue(Voice), context.Arguments.GetValue(Seed)) { Haste = context.Arguments.GetValue(Haste) };

    private static EmbeddedSynthesizerOptions? Embedded(CommandContext context)
    {
        var (temperature, topP, guidance) = (context.Arguments.GetValue(Temperature), context.Arguments.GetValue(TopP), context.Arguments.GetValue(Guidance));
        if (temperature is null && topP is null && guidance is null)
        {
            return null;
        }

        try
        {
            var judged = SpeechSynthesizers.JudgedSampling;
            return new EmbeddedSynthesizerOptions
            {
                Sampling = new SamplingOptions
                {
                    Temperature = temperature ?? judged.Temperature,
                    TopP = topP ?? judged.TopP,
                    Guidance = guidance ?? judged.Guidance,
                },
            };
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new UserInputException(InputCodes.Arguments, problem.Message.Split('(')[0].Trim(), problem);
        }
    }
}
