namespace OutcomeApi.Security;

/// <summary>The role of a credential. It decides what the credential may do. A credential has exactly one role.</summary>
public enum Role
{
    /// <summary>Reads and writes person rows, and reads exact figures, of its projects.</summary>
    Registrar,

    /// <summary>Reads and writes follow-ups of the people that it referred.</summary>
    Referrer,

    /// <summary>Manages projects, goals, computations, exact figures and certification for its associations. It sees no person rows.</summary>
    Secretariat,

    /// <summary>Reads figures of its projects with disclosure control: small groups are not shown exactly.</summary>
    SteeringGroup,

    /// <summary>Starts computations and monitors the background jobs.</summary>
    Operator,

    /// <summary>Manages associations, keys and erasures, and reads the audit log. It sees no person rows and no figures.</summary>
    Administrator,
}
