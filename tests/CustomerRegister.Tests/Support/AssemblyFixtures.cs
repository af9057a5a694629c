using CustomerRegister.Tests.Support;

[assembly: AssemblyFixture(typeof(DatabaseTemplates))]
