namespace OutcomeApi.Security;

/// <summary>What a credential is for. It has exactly one role.</summary>
public enum Role
{
    /// <summary>Person rows and exact figures of its projects.</summary>
    Registrar,

    /// <summary>Follow-ups of the people it referred.</summary>
    Referrer,

    /// <summary>Projects, goals, computations, exact figures and certification for its associations; no person rows.</summary>
    Secretariat,

    /// <summary>Figures of its projects, with disclosure control.</summary>
    SteeringGroup,

    /// <summary>Computations and health.</summary>
    Operator,

    /// <summary>Associations, keys, audit, erasures; no person rows and no figures.</summary>
    Administrator,
}
