namespace VirtualTA.Core.Contracts;

/// <summary>An engine that can do beforehand what would otherwise delay its first work: load, compile, touch its memory.</summary>
public interface IPreparable
{
    /// <summary>Does it; harmless to call again and beside other work.</summary>
    /// <param name="cancellationToken">Gives up; the engine works all the same.</param>
    Task PrepareAsync(CancellationToken cancellationToken = default);
}
