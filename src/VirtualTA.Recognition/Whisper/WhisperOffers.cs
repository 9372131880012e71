using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Models;
using VirtualTA.Recognition.Whisper.Network;
using VirtualTA.Recognition.Whisper.Streaming;

namespace VirtualTA.Recognition.Whisper;

/// <summary>One offer for each Whisper file that is present, the best for conversation on few processors first.</summary>
internal static class WhisperOffers
{
    private const string Prefix = "ggml-";

    // Accuracy that still answers in time on two cores comes first; what is too slow for conversation last.
    private static readonly string[] Preference = ["base.en", "base", "small.en", "small", "tiny.en", "tiny", "large-v3-turbo", "medium.en", "medium"];

    public static IEnumerable<EngineOffer<ISpeechRecognizer>> Create() => Create(ModelFolders.Present());

    /// <summary>Offers for the files at the given paths, which are opened when an offer is taken.</summary>
    public static IEnumerable<EngineOffer<ISpeechRecognizer>> Create(IEnumerable<string> paths) => paths
        .Select(static path => (Path: path, Name: Path.GetFileNameWithoutExtension(path)[Prefix.Length..]))
        .OrderBy(static model => Rank(model.Name))
        .ThenBy(static model => model.Name, StringComparer.Ordinal)
        .Select(static model => new EngineOffer<ISpeechRecognizer>(
            $"whisper-{model.Name}",
            $"Whisper {model.Name} from {model.Path}",
            null,
            () => new WhisperRecognizer(WhisperModel.Load(model.Path, WhisperPrecision.Fast))));

    private static int Rank(string name)
    {
        var size = name.Split('-') is ["large", var version, "turbo", ..] ? $"large-{version}-turbo" : name.Split('-')[0];
        var rank = Array.IndexOf(Preference, size);
        return rank < 0 ? Preference.Length : rank;
    }
}
