using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Knowledge.Chat;

/// <summary>How a language model is used for answers.</summary>
public sealed class ChatAnswerOptions
{
    /// <summary>Environment variable with the address of the endpoint.</summary>
    public const string EndpointVariable = "VIRTUALTA_CHAT_ENDPOINT";

    /// <summary>Environment variable with the key.</summary>
    public const string KeyVariable = "VIRTUALTA_CHAT_KEY";

    /// <summary>Environment variable with the name of the model.</summary>
    public const string ModelVariable = "VIRTUALTA_CHAT_MODEL";

    /// <summary>Address of an OpenAI-compatible endpoint, for instance <c>http://localhost:11434/v1</c>; null for none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Key for the endpoint; null where it needs none. Never logged and never part of a message.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Name of the model.</summary>
    [Required]
    public string Model { get; set; } = "default";

    /// <summary>Longest wait for the first words, per attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:02:00")]
    public TimeSpan FirstWordsTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Longest pause inside an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:02:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Further attempts after a failure that may pass (429, 5xx, connection).</summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 1;

    /// <summary>Wait before the first further attempt; doubles with each.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most words of course text in the prompt (about three quarters of its tokens).</summary>
    [Range(100, 20_000)]
    public int PromptWords { get; set; } = 1_200;

    /// <summary>Most tokens of an answer.</summary>
    [Range(20, 4_000)]
    public int MaximumOutputTokens { get; set; } = 220;

    /// <summary>Share of a sentence's words that the cited passages must support, from 0 to 1.</summary>
    [Range(0.1, 1)]
    public double MinimumSupport { get; set; } = 0.6;

    /// <summary>Share of a sentence's words below which it is dropped; between this and <see cref="MinimumSupport"/> it is said with a reservation. From 0 to 1.</summary>
    [Range(0.1, 1)]
    public double MinimumHedge { get; set; } = 0.42;

    /// <summary>The options that the environment names; null if it names no valid endpoint.</summary>
    public static ChatAnswerOptions? FromEnvironment() =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(EndpointVariable), UriKind.Absolute, out var endpoint) && (endpoint.Scheme is "http" or "https")
            ? new ChatAnswerOptions
            {
                Endpoint = endpoint,
                ApiKey = Environment.GetEnvironmentVariable(KeyVariable),
                Model = Environment.GetEnvironmentVariable(ModelVariable) ?? "default",
            }
            : null;
}
