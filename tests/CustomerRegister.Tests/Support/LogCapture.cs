using System.Collections.Concurrent;
using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace CustomerRegister.Tests.Support;

/// <summary>Collects what the program logs, so that a test can show that no personal value is among it.</summary>
public sealed class LogCapture : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> events = new();

    /// <summary>Every event in full: message, each property's value, the exception with its stack.</summary>
    public IReadOnlyList<string> Lines => [.. events.Select(Write)];

    public IReadOnlyList<LogEvent> Errors => [.. events.Where(e => e.Level >= LogEventLevel.Error)];

    public void Emit(LogEvent logEvent) => events.Enqueue(logEvent);

    /// <summary>Fails if one of the values stands in any logged line, whatever the case of its letters.</summary>
    public void HoldsNone(params IEnumerable<string> values)
    {
        var lines = Lines;
        foreach (var value in values)
            Assert.DoesNotContain(lines, line => line.Contains(value, StringComparison.OrdinalIgnoreCase));
    }

    private static string Write(LogEvent logged) => string.Join(' ', [
        logged.Level.ToString(),
        logged.RenderMessage(CultureInfo.InvariantCulture),
        .. logged.Properties.Select(property => $"{property.Key}={property.Value.ToString(null, CultureInfo.InvariantCulture)}"),
        logged.Exception?.ToString() ?? "",
    ]);
}
