using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Changes of a request that both sides may make at the same moment: whoever comes second does theirs anew on what the first has left.</summary>
internal static class RequestChange
{
    private const int MostAttempts = 10;

    /// <param name="change">Reads the request, changes and saves it.</param>
    public static async Task<T> Weighed<T>(this RegisterContext db, Func<Task<T>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change();
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>What is added stands in rows of its own: whoever decides at the same moment learns of it by the request's version.</summary>
    public static void Touch(this RegisterContext db, DataSubjectRequest request) => db.Entry(request).State = EntityState.Modified;
}
