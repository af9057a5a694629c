namespace CustomerRegister.Requests;

/// <summary>The grounds in law on which what was asked is not done, wholly or in part. Which of them a right knows is said by its class.</summary>
public enum DecisionGround
{
    /// <summary>GDPR Art. 12(5).</summary>
    ManifestlyUnfounded,

    /// <summary>GDPR Art. 12(5): above all because it is repeated.</summary>
    Excessive,

    /// <summary>GDPR Art. 11(2) and 12(2): nobody could tell whose data it would be.</summary>
    PersonNotIdentified,

    /// <summary>GDPR Art. 15(4) and 20(4).</summary>
    RightsOfOthers,

    /// <summary>Finnish Data Protection Act (1050/2018) s. 34(1)(1).</summary>
    NationalSecurity,

    /// <summary>Finnish Data Protection Act s. 34(1)(2).</summary>
    DangerToHealthOrRights,

    /// <summary>Finnish Data Protection Act s. 34(1)(3).</summary>
    SupervisoryTask,

    /// <summary>GDPR Art. 16: what is stored is right and complete.</summary>
    DataIsAccurate,

    /// <summary>GDPR Art. 17(1): none of its grounds applies.</summary>
    StillNeeded,

    /// <summary>GDPR Art. 17(3)(a).</summary>
    FreedomOfExpression,

    /// <summary>GDPR Art. 17(3)(b).</summary>
    LegalObligation,

    /// <summary>GDPR Art. 17(3)(d).</summary>
    ArchivingOrStatistics,

    /// <summary>GDPR Art. 17(3)(e) and 21(1).</summary>
    LegalClaims,

    /// <summary>GDPR Art. 18(1): none of its conditions is met.</summary>
    NoReasonToRestrict,

    /// <summary>GDPR Art. 20(1): not given by the person, or not on consent or a contract.</summary>
    NotPortable,

    /// <summary>GDPR Art. 21(1).</summary>
    CompellingGrounds,

    /// <summary>The complaint: what was done was lawful.</summary>
    NothingUnlawful,
}
