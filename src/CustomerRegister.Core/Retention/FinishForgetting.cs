using CustomerRegister.Data;

namespace CustomerRegister.Retention;

/// <summary>
/// Takes what is left of the erased out of the embedded database's search index, which forgets many by being written anew. In steps, so that others write meanwhile; killed anywhere, the next turn
/// goes on. What belongs to a run is done by the run, before it says that it is finished.
/// </summary>
public sealed class FinishForgetting(RegisterContext db, TimeProvider clock)
{
    public async Task Run(CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        while (await db.ForgetFurther(ct))
        {
            await db.LetOthersWrite(clock.GetElapsedTime(begun), ct);
            begun = clock.GetTimestamp();
        }
    }
}
