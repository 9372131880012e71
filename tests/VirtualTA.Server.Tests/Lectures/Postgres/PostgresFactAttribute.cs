using Xunit;

namespace VirtualTA.Server.Tests.Lectures.Postgres;

/// <summary>Runs where PostgreSQL is installed or a database is named, and says so where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresCluster.WhyNot;
}
