#pragma warning disable MEAI001 // the speech interfaces of Microsoft.Extensions.AI are experimental
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;
using VirtualTA.Server.Adapters;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Adapters;

/// <summary>Each pair of adapters is put back to back: what goes through both must come out as it went in.</summary>
public sealed class AdapterTests
{
    [Fact]
    public async Task Recogniser_HearsTheSame_ThroughBothAdapters()
    {
        var heard = 0;
        var recognizer = new FakeRecognizer { OnTranscribe = Count };
        using var client = new RecognizerSpeechToTextClient(recognizer);
        var back = new SpeechToTextClientRecognizer(client, "remote");

        var transcripts = await back.TranscribeAsync(TestAudio.Frames(TestAudio.Tone(1.03)), RecognitionContext.None).ToListWithinReason();

        Assert.Equal(16_480, heard);
        Assert.Equal([("one", false), ("one two", true)], transcripts.Select(transcript => (transcript.Text, transcript.IsFinal)));
        Assert.Same(recognizer, client.GetService<ISpeechRecognizer>());

        async IAsyncEnumerable<Transcript> Count(IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var frame in speech.WithCancellation(cancellationToken))
            {
                heard += frame.Samples.Length;
            }

            yield return FakeRecognizer.Partial("one");
            yield return FakeRecognizer.Final("one two");
        }
    }

    [Fact]
    public async Task Recogniser_InventsNothing_WithoutSpeech()
    {
        using var client = new RecognizerSpeechToTextClient(new FakeRecognizer());
        var back = new SpeechToTextClientRecognizer(client, "remote");

        var transcript = Assert.Single(await back.TranscribeAsync(TestAudio.Frames([]), RecognitionContext.None).ToListWithinReason());

        Assert.Equal(("", true), (transcript.Text, transcript.IsFinal));
    }

    [Fact]
    public async Task SpeechToTextClient_RefusesWhatIsNoWav()
    {
        using var client = new RecognizerSpeechToTextClient(new FakeRecognizer());

        var refused = await Assert.ThrowsAsync<UserInputException>(() => client.GetTextAsync(new MemoryStream([1, 2, 3])));

        Assert.Equal(NoticeCodes.AudioFormat, refused.Code);
    }

    [Fact]
    public async Task Voice_SoundsTheSame_ThroughBothAdapters()
    {
        var synthesizer = new FakeSynthesizer();
        using var client = new SynthesizerTextToSpeechClient(synthesizer);
        var back = new TextToSpeechClientSynthesizer(client, "remote", synthesizer.Voices);
        string[] text = ["One two. ", " ", "Three."];

        var direct = await synthesizer.SpeakAsync(text.ToAsyncEnumerable(), new SpeechOptions("anna")).ToListWithinReason();
        var through = await back.SpeakAsync(text.ToAsyncEnumerable(), new SpeechOptions("anna")).ToListWithinReason();

        Assert.Equal(Samples(direct), Samples(through));
    }

    [Fact]
    public async Task TextToSpeechClient_StreamsRawPcm()
    {
        using var client = new SynthesizerTextToSpeechClient(new FakeSynthesizer());

        var updates = await client.GetStreamingAudioAsync("One two three.").ToListWithinReason();

        Assert.Equal(3, updates.Count);
        Assert.All(updates, update => Assert.Equal(2 * FakeSynthesizer.WordSamples, Assert.IsType<DataContent>(update.Contents[0]).Data.Length));
    }

    [Fact]
    public async Task ChatClient_AnswersWithCitationsAndHistory()
    {
        var answerer = new FakeAnswerer();
        using var client = new AnswererChatClient(answerer, "speech");

        var response = await client.GetResponseAsync(
            [new(ChatRole.User, "First?"), new(ChatRole.Assistant, "Yes."), new(ChatRole.User, "Second?")]);

        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, response.Text);
        var question = Assert.Single(answerer.Questions);
        Assert.Equal(("Second?", "speech"), (question.Text, question.Course));
        Assert.Equal(("First?", "Yes."), (question.History[0].Question, question.History[0].Answer));
        var citations = response.Messages.SelectMany(message => message.Contents).SelectMany(content => content.Annotations ?? []);
        Assert.Equal("codecs-1", Assert.IsType<CitationAnnotation>(Assert.Single(citations)).FileId);
    }

    [Fact]
    public async Task ChatClient_RefusesMessagesWithoutAQuestion()
    {
        using var client = new AnswererChatClient(new FakeAnswerer(), "speech");

        await Assert.ThrowsAsync<UserInputException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.Assistant, "Hello.")]));
    }

    private static short[] Samples(IEnumerable<AudioChunk> chunks) => [.. chunks.SelectMany(chunk => chunk.Samples.ToArray())];
}
