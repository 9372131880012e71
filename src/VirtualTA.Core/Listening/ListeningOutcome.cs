namespace VirtualTA.Core.Listening;

/// <summary>What became of speech at an open microphone that began before, or over, an answer.</summary>
public enum ListeningOutcome
{
    /// <summary>It interrupted the answer.</summary>
    Interrupted,

    /// <summary>It was noise or the answer's own echo.</summary>
    NotMeant,

    /// <summary>It was agreement: "mhm", "right".</summary>
    Agreement,

    /// <summary>The speaker went on with a question that had been taken as finished.</summary>
    Reopened,
}
