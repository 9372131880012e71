using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Where PocketSphinx is and how it is used.</summary>
public sealed class PocketSphinxOptions
{
    /// <summary>The program: a path, or a name looked for in PATH.</summary>
    [Required]
    public string Program { get; set; } = "pocketsphinx_batch";

    /// <summary>Folder with the acoustic model <c>en-us</c>, <c>en-us.lm.bin</c> and <c>cmudict-en-us.dict</c>.</summary>
    [Required]
    public string ModelFolder { get; set; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>New speech that has to arrive before another partial transcript is made.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:10")]
    public TimeSpan PartialInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest utterance that is accepted; it bounds the memory of the child process.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:30:00")]
    public TimeSpan MaximumSpeech { get; set; } = TimeSpan.FromMinutes(5);
}
