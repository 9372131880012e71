using System.ComponentModel.DataAnnotations;
using VirtualTA.Core.Models;
using VirtualTA.Recognition.Phones.Decoding;

namespace VirtualTA.Recognition.Phones;

/// <summary>Settings of the embedded recogniser.</summary>
public sealed class PhoneRecognizerOptions
{
    /// <summary>The phone network's weights; the committed ones if not set.</summary>
    public string? NetworkPath { get; set; }

    /// <summary>Counts of the general language model; the committed ones if not set.</summary>
    public string? LanguagePath { get; set; }

    /// <summary>Counts of written language; the committed ones if not set.</summary>
    public string? BooksPath { get; set; }

    /// <summary>Share of written language within general language, 0 to 1.</summary>
    [Range(0, 1)]
    public float BookShare { get; set; } = 0.35f;

    /// <summary>Weights and beam of the search for general language.</summary>
    public DecodingOptions Decoding { get; set; } = new();

    /// <summary>Weights and beam of the search where there is course text: what is said is easier to foresee, so language weighs more.</summary>
    public DecodingOptions CourseDecoding { get; set; } = new() { LanguageWeight = 1.15f, WordBonus = 0f };

    /// <summary>Share of the course's language, its text and questions about it, where there is course text, 0 to 1.</summary>
    [Range(0, 1)]
    public float CourseShare { get; set; } = 0.95f;

    /// <summary>Share of the questions within the course's language, 0 to 1.</summary>
    [Range(0, 1)]
    public float QuestionShare { get; set; } = 0.8f;

    /// <summary>How much sound passes between two looks for a new partial transcript.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan PartialInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Words whose phones have a mean log-posterior below this are taken for noise and left out.</summary>
    [Range(-20, 0)]
    public double LeastWordScore { get; set; } = -4;

    /// <summary>Transcripts with a mean log-posterior below this are taken for noise as a whole.</summary>
    [Range(-20, 0)]
    public double LeastScore { get; set; } = -2.5;

    /// <summary>An utterance in which the network hears less speech than this has no words.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan LeastSpeech { get; set; } = TimeSpan.FromMilliseconds(120);

    internal string Network => NetworkPath ?? ModelFolder.PathOf("recogniser", "phones.safetensors");

    internal string Language => LanguagePath ?? ModelFolder.PathOf("recogniser", "general.ngrams.gz");

    internal string Books => BooksPath ?? ModelFolder.PathOf("recogniser", "books.ngrams.gz");
}
