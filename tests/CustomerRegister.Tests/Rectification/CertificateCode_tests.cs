using CustomerRegister.Rectification;

namespace CustomerRegister.Tests.Rectification;

public sealed class CertificateCode_tests
{
    [Theory]
    [InlineData("0123-4567-89AB-CDEF-GHJK", "0123-4567-89AB-CDEF-GHJK")]
    [InlineData(" ol23 4567 89ab cdef ghjk", "0123-4567-89AB-CDEF-GHJK")]
    [InlineData("0123-4567-89AB-CDEF-GHJ", null)]
    [InlineData("0123-4567-89AB-CDEF-GHJU", null)]
    [InlineData(null, null)]
    public void A_code_is_read_as_people_type_it(string? typed, string? code) => Assert.Equal(code, CertificateCode.Read(typed));

    [Fact]
    public void A_new_code_reads_as_itself() => Assert.Equal(20, CertificateCode.Read(CertificateCode.New())!.Count(c => c != '-'));
}
