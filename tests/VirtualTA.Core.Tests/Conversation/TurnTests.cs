using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

public sealed class TurnTests
{
    private readonly FakeRecognizer _recognizer = new();
    private readonly FakeAnswerer _answerer = new();
    private readonly FakeSynthesizer _synthesizer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TurnOptions _options = new();

    private static TurnRequest Spoken(short[] samples) => new("speech") { Speech = TestAudio.Frames(samples) };

    private static TurnRequest Typed(string text = "What is a codec?") => new("speech") { Text = text };

    private Turn NewTurn() =>
        new(1, new TurnEngines(_answerer) { Recognizer = _recognizer, Synthesizer = _synthesizer }, _options, _time);

    private Task<List<TurnEvent>> RunAsync(TurnRequest request) => NewTurn().RunAsync(request).ToListWithinReason();

    [Fact]
    public async Task Run_ReportsEveryStepInOrder_ForASpokenQuestion()
    {
        var events = await RunAsync(Spoken(TestAudio.Tone(1)));

        Assert.Equal("what", Assert.IsType<PartialTranscriptEvent>(events[0]).Text);
        Assert.Equal(FakeRecognizer.Heard, Assert.IsType<FinalTranscriptEvent>(events[1]).Text);
        Assert.IsType<ThinkingEvent>(events[2]);
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(events.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal("codecs-1", Assert.Single(events.OfType<CitationEvent>()).Citation.PassageId);
        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        Assert.IsType<LatencyEvent>(events[^2]);
        Assert.All(events, turnEvent => Assert.Equal(1, turnEvent.Turn));
    }

    [Fact]
    public async Task Run_NumbersSoundWithoutGaps_OnOneSampleClock()
    {
        var chunks = (await RunAsync(Typed())).OfType<AudioChunkEvent>().ToList();

        Assert.Equal(Enumerable.Range(0, 11), chunks.Select(chunk => chunk.Chunk));
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (long)i * FakeSynthesizer.WordSamples), chunks.Select(chunk => chunk.FirstSample));
        Assert.All(chunks, chunk => Assert.Equal(chunk.FirstSample, Assert.Single(chunk.Words).StartSample));
        Assert.Equal("tokens.", chunks[5].Words[0].Word);
        Assert.Equal(FakeAnswerer.First.IndexOf("tokens", StringComparison.Ordinal), chunks[5].Words[0].TextStart);
    }

    [Fact]
    public async Task Run_SendsTheFirstSound_BeforeTheAnswerIsComplete()
    {
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        var text = "";

        await foreach (var turnEvent in NewTurn().RunAsync(Typed()))
        {
            text += (turnEvent as AnswerDeltaEvent)?.Text;
            if (turnEvent is AudioChunkEvent { Chunk: 0 })
            {
                Assert.Equal(FakeAnswerer.First, text);
                gate.SetResult();
            }
        }

        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, text);
    }

    [Fact]
    public async Task Run_CancelsEveryStage_WhenAbandoned()
    {
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);

        await foreach (var turnEvent in NewTurn().RunAsync(Typed()))
        {
            if (turnEvent is AudioChunkEvent)
            {
                Assert.Equal((1, 1), (_answerer.Running, _synthesizer.Running));
                break;
            }
        }

        Assert.Equal((0, 0, 0), (_recognizer.Running, _answerer.Running, _synthesizer.Running));
    }

    [Fact]
    public async Task Run_CancelsTheRecogniser_WhenAbandonedWhileListening()
    {
        await foreach (var turnEvent in NewTurn().RunAsync(new TurnRequest("speech") { Speech = Endless() }))
        {
            Assert.IsType<PartialTranscriptEvent>(turnEvent);
            Assert.Equal(1, _recognizer.Running);
            break;
        }

        Assert.Equal(0, _recognizer.Running);
    }

    [Fact]
    public async Task Run_PausesTheStages_WhileTheListenerIsSlow()
    {
        _options.EventBacklog = 4;
        _options.TextBacklog = 1;
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say([.. Enumerable.Repeat("one two three four five ", 40)]);
        await using var events = NewTurn().RunAsync(Typed()).GetAsyncEnumerator();

        await events.MoveNextAsync();
        await Waiting.UntilAsync(() => _synthesizer.Chunks >= 1);
        var made = _synthesizer.Chunks;
        for (var i = 0; i < 1_000; i++)
        {
            await Task.Yield();
        }

        Assert.InRange(_synthesizer.Chunks, made, 8);
        var sound = 0;
        while (await events.MoveNextAsync())
        {
            sound += events.Current is AudioChunkEvent ? 1 : 0;
        }

        Assert.Equal(200, sound);
    }

    public static TheoryData<string, double, bool> UnusableSpeech => new()
    {
        { NoticeCodes.AudioEmpty, 0, false },
        { NoticeCodes.AudioTooShort, 0.1, false },
        { NoticeCodes.AudioSilent, 1, true },
        { NoticeCodes.AudioTooLong, 61, false },
    };

    [Theory]
    [MemberData(nameof(UnusableSpeech))]
    public async Task Run_RefusesUnusableSpeech_WithItsCode(string code, double seconds, bool isSilent)
    {
        var events = await RunAsync(Spoken(isSilent ? TestAudio.Silence(seconds) : TestAudio.Tone(seconds)));

        Assert.Equal(code, Assert.Single(events.OfType<NoticeEvent>()).Code);
        Assert.Equal(TurnEndReason.Rejected, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        Assert.Empty(_answerer.Questions);
    }

    [Fact]
    public async Task Run_RefusesSoundWithoutWords()
    {
        _recognizer.OnTranscribe = HearNothing;

        var events = await RunAsync(Spoken(TestAudio.Tone(1)));

        Assert.Equal(NoticeCodes.NoWords, Assert.Single(events.OfType<NoticeEvent>()).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Run_RefusesAnEmptyTypedQuestion(string? text)
    {
        var events = await RunAsync(new TurnRequest("speech") { Text = text });

        Assert.Equal(NoticeCodes.QuestionInvalid, Assert.Single(events.OfType<NoticeEvent>()).Code);
    }

    [Fact]
    public async Task Run_RefusesATooLongTypedQuestion()
    {
        var events = await RunAsync(Typed(new string('x', _options.MaximumQuestionLength + 1)));

        Assert.Equal(NoticeCodes.QuestionInvalid, Assert.Single(events.OfType<NoticeEvent>()).Code);
    }

    [Fact]
    public async Task Run_FailsWithANotice_WhenTheRecogniserThrows()
    {
        _recognizer.OnTranscribe = (_, _) => throw new InvalidOperationException("broken");
        var turn = NewTurn();

        var events = await turn.RunAsync(Spoken(TestAudio.Tone(1))).ToListWithinReason();

        Assert.Equal(NoticeCodes.RecognitionFailed, Assert.Single(events.OfType<NoticeEvent>()).Code);
        Assert.Equal(TurnEndReason.Failed, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        Assert.Equal("broken", turn.Failure?.Message);
    }

    [Fact]
    public async Task Run_SpeaksWhatWasWritten_WhenTheAnswererThrows()
    {
        _answerer.OnAnswer = (_, _) => SayOnceThenThrow();

        var events = await RunAsync(Typed());

        Assert.Equal(NoticeCodes.AnswerFailed, Assert.Single(events.OfType<NoticeEvent>()).Code);
        Assert.Equal(6, events.OfType<AudioChunkEvent>().Count());
        Assert.Equal(TurnEndReason.Failed, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        Assert.Equal((0, 0), (_answerer.Running, _synthesizer.Running));
    }

    [Fact]
    public async Task Run_GoesOnInWriting_WhenTheVoiceThrows()
    {
        _synthesizer.OnWord = (word, _) => word == "sound" ? throw new InvalidOperationException("mute") : Task.CompletedTask;
        var turn = NewTurn();

        var events = await turn.RunAsync(Typed()).ToListWithinReason();

        Assert.Equal(NoticeCodes.SpeechFailed, Assert.Single(events.OfType<NoticeEvent>()).Code);
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(events.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal(TurnEndReason.Degraded, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        Assert.Equal("mute", turn.Failure?.Message);
    }

    [Fact]
    public async Task Run_SaysWhatIsMissing_WithoutARecogniserOrAVoice()
    {
        var engines = new TurnEngines(_answerer) { RecognizerRemedy = "Install ears.", SynthesizerRemedy = "Install a voice." };

        var spoken = await new Turn(1, engines, _options, _time).RunAsync(Spoken(TestAudio.Tone(1))).ToListWithinReason();
        var typed = await new Turn(2, engines, _options, _time).RunAsync(Typed()).ToListWithinReason();

        Assert.Equal(new NoticeEvent(1, NoticeCodes.RecognizerMissing, "Install ears."), Assert.Single(spoken.OfType<NoticeEvent>()));
        Assert.Equal(new NoticeEvent(2, NoticeCodes.SynthesizerMissing, "Install a voice."), Assert.Single(typed.OfType<NoticeEvent>()));
        Assert.Equal(2, typed.OfType<AnswerDeltaEvent>().Count());
        Assert.Equal(TurnEndReason.Degraded, Assert.IsType<TurnEndedEvent>(typed[^1]).Reason);
    }

    [Fact]
    public async Task Run_RefusesAnUnknownVoice_NamingTheKnownOnes()
    {
        var events = await RunAsync(Typed() with { Voice = "nobody" });

        var notice = Assert.Single(events.OfType<NoticeEvent>());
        Assert.Equal(NoticeCodes.VoiceUnknown, notice.Code);
        Assert.Contains("house, anna", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeline_HoldsTheStampsOfTheClock()
    {
        _recognizer.OnTranscribe = HearSlowly;
        _synthesizer.OnWord = (word, _) =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(word == "A" ? 40 : 0));
            return Task.CompletedTask;
        };
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say("A codec.");
        var turn = NewTurn();

        var events = await turn.RunAsync(Spoken(TestAudio.Tone(1))).ToListWithinReason();

        Assert.Equal(TimeSpan.FromMilliseconds(250), turn.Timeline.Between(TurnStage.SpeechEnded, TurnStage.TranscriptReady));
        Assert.Equal(TimeSpan.FromMilliseconds(40), turn.Timeline.Between(TurnStage.FirstPhrase, TurnStage.FirstAudio));
        Assert.Equal(290, events.OfType<LatencyEvent>().Last().StagesMs["firstAudio"]);
    }

    private async IAsyncEnumerable<Transcript> HearSlowly(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        _time.Advance(TimeSpan.FromMilliseconds(250));
        yield return FakeRecognizer.Final("a codec");
    }

    private static async IAsyncEnumerable<Transcript> HearNothing(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        yield return FakeRecognizer.Final("");
    }

    private static async IAsyncEnumerable<AnswerPart> SayOnceThenThrow()
    {
        yield return new SourcesFound(1);
        yield return new AnswerText(FakeAnswerer.First, FakeAnswerer.First);
        await Task.Yield();
        throw new InvalidOperationException("lost the thread");
    }

    private static async IAsyncEnumerable<AudioFrame> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new AudioFrame(TestAudio.Tone(0.05));
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
