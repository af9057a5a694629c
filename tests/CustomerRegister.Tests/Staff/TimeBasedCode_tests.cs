using System.Text;
using CustomerRegister.Credentials;

namespace CustomerRegister.Tests.Staff;

public sealed class TimeBasedCode_tests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B; the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, TimeBasedCode.Of(Key, TimeBasedCode.StepAt(DateTime.UnixEpoch.AddSeconds(seconds))));

    [Theory]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(-61, false)]
    [InlineData(61, false)]
    public void A_clock_may_differ_by_half_a_minute(int seconds, bool matches)
    {
        var now = DateTime.UnixEpoch.AddSeconds(1_800_000_000);
        var code = TimeBasedCode.Of(Key, TimeBasedCode.StepAt(now.AddSeconds(seconds)));
        Assert.Equal(matches, TimeBasedCode.Match(Key, code, now) is not null);
    }

    /// <summary>RFC 4648, section 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_written_in_base_32(string bytes, string written) => Assert.Equal(written, TimeBasedCode.Written(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void The_picture_tells_the_app_issuer_account_and_key() =>
        Assert.Equal("otpauth://totp/Kauppa%20%26%20Poika:a%40example.fi?secret=MZXW6YTBOI&issuer=Kauppa%20%26%20Poika", TimeBasedCode.Address("Kauppa & Poika", "a@example.fi", "foobar"u8));
}
