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
    private AnswerInProgress? _current;

    /// <summary>Devices by role, and how many listen.</summary>
    public (int Students, int Listeners, int Projectors) Count()
    {
        lock (_gate)
        {
            var students = _members.Values.Where(member => member.Role == LectureRole.Student).ToList();
            return (students.Count, students.Count(member => member.Listens), _members.Values.Count(member => member.Role == LectureRole.Projector));
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
                foreach (var chunk in current.ChunksAfter(resumedChunk ?? -1))
                {
                    member.Send(new AnswerTurnEvent(current.Number, IsPrivate: false, chunk with { Words = [] }));
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
            answer.Add(step);
            if (step is not AudioChunkEvent chunk)
            {
                Tell(new AnswerTurnEvent(answer.Number, IsPrivate: false, step));
                return;
            }

            var sound = RoomMember.Serialize(new AnswerTurnEvent(answer.Number, IsPrivate: false, chunk));
            var silent = RoomMember.Serialize(new AnswerTurnEvent(answer.Number, IsPrivate: false, SilentChunk.Of(chunk)));
            foreach (var member in _members.Values)
            {
                member.SendSound(sound, silent);
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
}
