using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>Where eSpeak NG is and how it speaks.</summary>
public sealed class EspeakNgOptions
{
    /// <summary>The program: a path, or a name looked for in PATH.</summary>
    [Required]
    public string Program { get; set; } = "espeak-ng";

    /// <summary>Words a minute.</summary>
    [Range(80, 450)]
    public int WordsPerMinute { get; set; } = 160;

    /// <summary>Playing time of one chunk.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:01")]
    public TimeSpan Chunk { get; set; } = TimeSpan.FromMilliseconds(100);
}
