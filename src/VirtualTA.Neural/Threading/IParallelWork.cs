namespace VirtualTA.Neural.Threading;

/// <summary>Work that falls into independent parts. The result of a part must not depend on which thread runs it, or when.</summary>
public interface IParallelWork
{
    /// <summary>Does one part.</summary>
    void Execute(int part);
}
