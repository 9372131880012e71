using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Autoregressive;

namespace VirtualTA.Synthesis.Tests.Autoregressive;

public class PointerGuardTests
{
    private static readonly byte[] Hello = [.. Phones.Parse("HH AH0 L OW1 .").Ids];

    [Fact]
    public void APointerThatNeverMoves_IsMoved_WithinThriceTheTimeOfSpeech()
    {
        PointerGuard guard = default;
        guard.Begin(Hello);
        int place = 0, steps = 0;
        for (; place < Hello.Length - 1; steps++)
        {
            place += guard.Move(Hello[place], 0, isEnd: false);
        }

        Assert.Equal(Hello.Length - 1, guard.Forced);
        Assert.Equal(Hello[..^1].Sum(PhoneDurations.MostSteps), steps);
    }

    [Fact]
    public void APointerThatMovesInTime_IsLeftAlone()
    {
        PointerGuard guard = default;
        guard.Begin(Hello);
        for (int step = 0; step < 60; step++)
        {
            int drawn = step % 3 == 2 ? 1 : 0;

            Assert.Equal(drawn, guard.Move(Hello[3], drawn, isEnd: false));
        }

        Assert.Equal(0, guard.Forced);
        Assert.True(guard.IsOverdue);
    }

    [Fact]
    public void AnEndThatDoesNotCome_IsMade()
    {
        PointerGuard guard = default;
        guard.Begin(Hello);
        int steps = 0;
        while (!guard.MustEnd(isEnd: true))
        {
            guard.Move(PhoneSet.Stop, steps % 2, isEnd: true);
            steps++;
        }

        Assert.Equal(PointerGuard.MostStepsOfEnd, steps);
    }
}
