using System.Globalization;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>Holds the rules that several kinds of registrations share.</summary>
internal static class RegistrationRules
{
    /// <summary>The number of days between an event and its receipt after which the registration is late.</summary>
    public const int LateAfterDays = 30;

    public static string Show(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Finds the events that lie after today. Only events that have happened can be registered.</summary>
    public static IEnumerable<Fault> InFuture(DateOnly today, params (DateOnly? Day, string Pointer)[] events) =>
        events.Where(e => e.Day > today).Select(e => new Fault(FaultCodes.DateInFuture, e.Pointer));

    /// <summary>
    /// Checks that something that belongs to a participation lies within it. Nothing is found if the enrollment is unknown or anonymous,
    /// because then that is the fault.
    /// </summary>
    public static IEnumerable<Fault> Within(Enrollment? enrollment, Exit? exit, DateOnly? day, string pointer, bool mayFollowExit = false)
    {
        if (enrollment is { Anonymous: false, StartedOn: { } startedOn } && day is { } on
            && !ParticipationSpan.Contains(startedOn, exit?.ExitedOn, on, mayFollowExit))
        {
            yield return new Fault(
                FaultCodes.OutsideParticipation,
                pointer,
                Show(startedOn),
                ParticipationSpan.LastDay(exit?.ExitedOn, mayFollowExit) is { } last ? Show(last) : "–");
        }
    }

    public static IEnumerable<Fault> Late(DateOnly? happenedOn, string pointer, DateOnly today)
    {
        if (happenedOn?.AddDays(LateAfterDays) < today)
        {
            yield return new Fault(FaultCodes.LateRegistration, pointer, LateAfterDays.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Checks that the project names a unit, and that the unit belongs to the referrer that is stated.</summary>
    public static IEnumerable<Fault> OfUnit(string? unit, string? referrer, ProjectDefinition project)
    {
        if (unit is null)
        {
            yield break;
        }

        if (project.UnitOf(unit) is not { } named)
        {
            // Where the project names no units, null is what may be sent.
            yield return new Fault(
                FaultCodes.UnknownCode, "/referrerUnit", string.Join(", ", project.ReferrerUnits.Select(u => u.Code).DefaultIfEmpty("null")));
        }
        else if (referrer is not null && referrer != named.Referrer)
        {
            yield return new Fault(FaultCodes.UnitOfOtherReferrer, "/referrerUnit", named.Referrer);
        }
    }

    /// <summary>Checks that the project uses a code and that the code was valid on the day of the event.</summary>
    public static IEnumerable<Fault> UsedCode(string? code, string pointer, string list, IReadOnlyList<string> used, ProjectDefinition project, DateOnly? on)
    {
        if (code is null)
        {
            yield break;
        }

        if (!used.Contains(code))
        {
            yield return new Fault(FaultCodes.CodeNotUsed, pointer, string.Join(", ", used));
        }
        else if (project.CodesForATime.TryGetValue((list, code), out var valid) && (on < valid.From || on > valid.To))
        {
            yield return new Fault(FaultCodes.CodeNotValid, pointer, Show(valid.From), Show(valid.To));
        }
    }

    /// <summary>
    /// Checks that the enrollment of an event exists and is identified. An anonymous one is accepted only if
    /// <paramref name="anonymousAllowed"/> is true.
    /// </summary>
    public static IEnumerable<Fault> OfEnrollment(string? enrollmentReference, Enrollment? enrollment, bool anonymousAllowed = false)
    {
        if (enrollment is null)
        {
            if (enrollmentReference is not null)
            {
                yield return new Fault(FaultCodes.EnrollmentNotFound, "/enrollmentReference");
            }
        }
        else if (enrollment.Anonymous && !anonymousAllowed)
        {
            yield return new Fault(FaultCodes.AnonymousWithIdentity, "/enrollmentReference");
        }
    }
}
