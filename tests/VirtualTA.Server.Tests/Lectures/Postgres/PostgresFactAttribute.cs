using Xunit;

namespace VirtualTA.Server.Tests.Lectures.Postgres;

/// <summary>Runs where PostgreSQL is installed or a database is named, and says so where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresCluster.WhyNot;

    /// <summary>Whether the test stops and starts the server, which is done only to its own.</summary>
    public bool StopsTheServer
    {
        get => false;
        set => Skip ??= value && PostgresCluster.IsGiven ? "The server of VIRTUALTA_TEST_DATABASE is not stopped." : null;
    }
}
