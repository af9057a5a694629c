using CustomerRegister.Requests;

namespace CustomerRegister.Benchmarks;

/// <summary>Requests of made-up customers: every other one waits for its answer, some of those overdue, a third with somebody who takes care of it.</summary>
internal sealed class MadeUpRequests(int count, int customers)
{
    // Days, from the first deadline among the open ones to the last.
    private const int Spread = 60;
    private const int OverdueOf = 10;

    public static readonly string[] Columns =
        ["Id", "Number", "CustomerId", "Type", "State", "Channel", "ReceivedOn", "DeadlineOn", "ClockStands", "Extended", "Language", "AssignedTo", "HasNewMessage", "LetterIsArchived", "ApplicantEmailVerified", "Decision", "DecidedAt", "Version"];

    private static readonly RequestState[] Open = [RequestState.InHand, RequestState.InHand, RequestState.Received, RequestState.WaitingForIdentity];

    public int Count => count;

    public IEnumerable<object?[]> Rows()
    {
        var today = TimeProvider.System.Today();
        for (var i = 0; i < count; i++)
        {
            var isOpen = i % 2 == 0;
            var deadline = isOpen ? today.AddDays(i / 2 % Spread - OverdueOf) : today.AddDays(-(i % 1000) - 1);
            var received = deadline.AddMonths(-1);
            var state = isOpen ? Open[i / 2 % Open.Length] : RequestState.Granted;
            Guid? assigned = i / 2 % 3 == 0 ? new Guid(6, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, (byte)(i % 7)) : null;
            yield return
            [
                new Guid(5, 0, 0x7000, 0x80, 0, 0, 0, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i), 101L + i, MadeUpCustomers.CustomerKey((int)(i * 7919L % customers)),
                Enum.GetValues<RequestType>()[i / 2 % Enum.GetValues<RequestType>().Length].ToString(), state.ToString(), "Portal", received, deadline, state == RequestState.WaitingForIdentity, false, "Fi", assigned, i % 11 == 0, false, false,
                isOpen ? null : nameof(RequestDecision.Grant), isOpen ? null : deadline.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc), 0L,
            ];
        }
    }
}
