using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>The devices in a room. Whoever comes in gets a snapshot and every event after it, and none twice.</summary>
internal sealed class RoomAudience(LectureOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RoomMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AudienceCount> _elsewhere = new(StringComparer.Ordinal);
    private AnswerInProgress? _current;

    /// <summary>Devices by role, and how many listen, on all servers.</summary>
    public AudienceCount Count()
    {
        lock (_gate)
        {
            return _elsewhere.Values.Aggregate(CountHere(), (all, one) => all + one);
        }
    }

    /// <summary>Devices on this server.</summary>
    public AudienceCount CountHere()
    {
        lock (_gate)
        {
            var students = _members.Values.Where(member => member.Role == LectureRole.Student).ToList();
            return new AudienceCount(
                students.Count, students.Count(member => member.Listens), _members.Values.Count(member => member.Role == LectureRole.Projector));
        }
    }

    /// <summary>Devices that another server has; null if it has gone.</summary>
    /// <returns>Whether that changes anything.</returns>
    public bool CountElsewhere(string server, AudienceCount? count)
    {
        lock (_gate)
        {
            if (count is null)
            {
                return _elsewhere.Remove(server);
            }

            var isNew = !_elsewhere.TryGetValue(server, out var known) || known != count;
            _elsewhere[server] = count;
            return isNew;
        }
    }

    /// <exception cref="UserInputException">The room is full.</exception>
    public void Add(RoomMember member, bool listens, Func<CurrentAnswer?, SnapshotEvent> snapshot, int? resumedAnswer, int? resumedChunk)
    {
        lock (_gate)
        {
            if (_members.Count >= options.MaximumMembers && member.Role == LectureRole.Student)
            {
                throw new UserInputException(LectureCodes.RoomFull, $"This room already has {options.MaximumMembers} devices.");
            }

            _members[member.Connection] = member;
            member.Send(snapshot(_current?.ForNewcomers()));
            if (listens && _current is { } current && current.Number == resumedAnswer)
            {
                foreach (var sound in current.SoundAfter(resumedChunk ?? -1))
                {
                    member.Send(sound.WithoutWords.For(current.Number, member.TakesOpus));
                }
            }

            member.Listens = listens;
        }
    }

    public bool Remove(RoomMember member)
    {
        member.Leave();
        lock (_gate)
        {
            return _members.Remove(member.Connection);
        }
    }

    /// <summary>Sends those whom it concerns out of the room.</summary>
    public void Expel(Func<RoomMember, bool> whom, RemovedEvent farewell)
    {
        lock (_gate)
        {
            foreach (var member in _members.Values.Where(whom).ToList())
            {
                member.Send(farewell);
                member.Leave();
                _members.Remove(member.Connection);
            }
        }
    }

    /// <summary>Tells everybody the same.</summary>
    public void Tell(LectureEvent message) => Tell(message, message);

    /// <summary>Tells the lecturer one thing and everybody else another; null for nothing.</summary>
    public void Tell(LectureEvent? lecturer, LectureEvent? others)
    {
        var toLecturer = lecturer is null ? null : RoomMember.Serialize(lecturer);
        var toOthers = ReferenceEquals(lecturer, others) ? toLecturer : others is null ? null : RoomMember.Serialize(others);
        lock (_gate)
        {
            foreach (var member in _members.Values)
            {
                if ((member.Role == LectureRole.Lecturer ? toLecturer : toOthers) is { } message)
                {
                    member.Send(message);
                }
            }
        }
    }

    /// <summary>Tells the devices of some students.</summary>
    public void Tell(IReadOnlyCollection<string> students, LectureEvent message)
    {
        var serialized = RoomMember.Serialize(message);
        lock (_gate)
        {
            foreach (var member in _members.Values)
            {
                if (member.Role != LectureRole.Lecturer && students.Contains(member.Ticket.Member))
                {
                    member.Send(serialized);
                }
            }
        }
    }

    /// <summary>An answer begins: from now on newcomers are told about it.</summary>
    public void Begin(AnswerInProgress answer, AnswerEvent message)
    {
        lock (_gate)
        {
            _current = answer;
            Tell(message);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _current = null;
        }
    }

    /// <summary>A step of the answer: sound to those who listen, everything else to all.</summary>
    public void Tell(AnswerInProgress answer, TurnEvent step)
    {
        lock (_gate)
        {
            if (answer.Add(step) is { } sound)
            {
                TellSound(answer.Number, sound);
            }

            if (step is not AudioChunkEvent)
            {
                Tell(new AnswerTurnEvent(answer.Number, IsPrivate: false, step));
            }
        }
    }

    public void TurnSound(RoomMember member, bool isOn)
    {
        lock (_gate)
        {
            member.Listens = isOn;
        }
    }

    public void Heard(AnswerInProgress answer, long sample)
    {
        lock (_gate)
        {
            answer.Heard = Math.Max(answer.Heard, sample);
            Tell(new PositionEvent(answer.Number, answer.Heard));
        }
    }

    private void TellSound(int answer, SoundForAll sound)
    {
        var pcm = new Lazy<SerializedHubMessage>(() => RoomMember.Serialize(sound.For(answer, takesOpus: false)));
        var opus = new Lazy<SerializedHubMessage>(() => RoomMember.Serialize(sound.For(answer, takesOpus: true)));
        var silent = new Lazy<SerializedHubMessage>(() => RoomMember.Serialize(new AnswerTurnEvent(answer, IsPrivate: false, SilentChunk.Of(sound.Chunk))));
        var isTail = sound.Chunk.Pcm.Length == 0;
        foreach (var member in _members.Values.Where(member => !isTail || member is { TakesOpus: true, Listens: true }))
        {
            member.SendSound(member.TakesOpus ? opus : pcm, silent);
        }
    }
}
