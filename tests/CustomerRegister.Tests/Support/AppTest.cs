namespace CustomerRegister.Tests.Support;

/// <summary>A test that needs the whole program, in the pattern of <see cref="DatabaseTest"/>.</summary>
public abstract class AppTest(Engine engine) : DatabaseTest(engine)
{
    private TestApp? app;

    /// <summary>The program; it starts at first use.</summary>
    protected TestApp App => app ??= NewApp();

    protected Given Given => new(App);

    /// <summary>For tests that want another program than the usual one.</summary>
    protected virtual TestApp NewApp() => new(Database);

    public override async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
