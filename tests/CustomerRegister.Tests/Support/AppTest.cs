namespace CustomerRegister.Tests.Support;

/// <summary>A test that needs the whole program, in the pattern of <see cref="DatabaseTest"/>.</summary>
public abstract class AppTest(Engine engine) : DatabaseTest(engine)
{
    private TestApp? app;

    /// <summary>The program; it starts at first use.</summary>
    protected TestApp App => app ??= new TestApp(Database);

    protected Given Given => new(App);

    public override async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
