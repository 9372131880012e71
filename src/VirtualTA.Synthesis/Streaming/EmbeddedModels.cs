using VirtualTA.Core.Models;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>The three networks of the embedded voice as they lie in the models folder. Immutable.</summary>
/// <param name="Model">The codec language model.</param>
/// <param name="Refinement">The upper levels.</param>
/// <param name="Codec">From codes to sound and back.</param>
internal sealed record EmbeddedModels(AutoregressiveModel Model, RefinementModel Refinement, AudioCodec Codec)
{
    /// <summary>File of the codec language model below the models folder; its manifest entry decides for all three.</summary>
    public const string ModelFile = "voice/autoregressive.safetensors";

    private const string RefinementFile = "voice/refinement.safetensors";
    private const string CodecFile = "codec/vta-16-50.safetensors";

    /// <summary>Folder of the voices below the models folder.</summary>
    public const string VoicesFolderName = "voices";

    /// <summary>Where voices are kept.</summary>
    public static string VoicesFolder => ModelFolder.PathOf(VoicesFolderName);

    /// <summary>Loads the networks.</summary>
    /// <exception cref="Neural.Formats.ModelFormatException">A file is missing, damaged or does not fit the others.</exception>
    public static EmbeddedModels Load()
    {
        EmbeddedModels models = new(
            AutoregressiveModel.Load(ModelFolder.PathOf(ModelFile)), RefinementModel.Load(ModelFolder.PathOf(RefinementFile)), AudioCodec.Load(ModelFolder.PathOf(CodecFile)));
        return models.Model.Codes == models.Codec.Codes && models.Refinement.Codes == models.Codec.Codes && models.Refinement.Levels == models.Codec.Levels
            ? models
            : throw new Neural.Formats.ModelFormatException(
                $"The codec has {models.Codec.Levels} levels of {models.Codec.Codes} codes, the voice {models.Refinement.Levels} of {models.Model.Codes} and {models.Refinement.Codes}: export all three of one training.");
    }

    /// <summary>What is missing and how to get it, or null.</summary>
    public static string? FindRemedy()
    {
        string folder;
        try
        {
            folder = ModelFolder.Find();
        }
        catch (DirectoryNotFoundException problem)
        {
            return problem.Message;
        }

        string? missing = new[] { ModelFile, RefinementFile, CodecFile }.Select(file => Path.Combine(folder, file)).FirstOrDefault(path => !File.Exists(path));
        return missing is null ? null : $"The weights '{missing}' are missing. Train and export them as models/training/README.md describes.";
    }

    /// <summary>The voices that these networks speak with.</summary>
    public VoiceFolder Voices() => new(VoicesFolder, Model, Refinement, Codec.Digest);
}
