using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>Exits to work or studies that no goal counts, by the goals of the four projects, worked by hand from domain.md.</summary>
public sealed class UncountedExitsTests
{
    private static readonly string[] Offered = ["unsubsidised"], Subsidised = ["subsidised"];

    /// <summary>Project, subproject, reason, steps, offers, days to the next step; why no goal counts it, empty where one does.</summary>
    public static TheoryData<string, string?, string, string[], string[], int?, string> Cases => new()
    {
        // VSB counts exits to work or studies as they are.
        { "iris2", "vsb", "work-subsidised", [], [], null, "" },
        { "iris2", "vsb", "studies-completed", [], [], null, "" },

        // Kompetenstrappan counts those who were offered work without a wage subsidy.
        { "iris2", "kompetenstrappan", "work-unsubsidised", [], [], null, "no-offer-recorded" },
        { "iris2", "kompetenstrappan", "work-unsubsidised", [], Subsidised, null, "no-offer-recorded" },
        { "iris2", "kompetenstrappan", "work-unsubsidised", [], Offered, null, "" },
        { "iris2", "kompetenstrappan", "studies", ["language"], [], null, "no-offer-recorded" },

        // Insam counts those with a step of its kinds, and of these those who went to work or vocational studies.
        { "iris2", "insam", "vocational-studies", [], [], null, "no-step-recorded" },
        { "iris2", "insam", "vocational-studies", ["language"], [], null, "" },
        { "iris2", "insam", "work-unsubsidised", ["study-visit"], [], null, "no-step-recorded" },

        // Who belongs to no part is in none of their goals.
        { "iris2", null, "work-unsubsidised", [], [], null, "" },

        // Other exits are not looked at.
        { "iris2", "kompetenstrappan", "moved", [], [], null, "" },
        { "iris2", "kompetenstrappan", "municipal-measure", [], [], null, "" },

        // FRAM counts next steps within 30 days of the exit.
        { "fram", null, "studies", [], [], null, "" },
        { "fram", null, "studies", [], [], 30, "" },
        { "fram", null, "studies", [], [], 31, "not-counted" },

        // Uppsala counts work, and studies that are completed.
        { "uppsala", "sed", "studies-completed", [], [], null, "" },
        { "uppsala", "sed", "studies", [], [], null, "not-counted" },
        { "ips-unga", null, "studies", [], [], null, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_exit_that_no_goal_counts_says_why(
        string name, string? subproject, string reason, string[] steps, string[] offers, int? daysToNextStep, string why)
    {
        var project = ProjectFile.Load(name);
        var exit = project.Definition.Period.StartsOn.AddMonths(8);
        var participation = new Fact
        {
            Reference = "E-1",
            Subproject = subproject,
            Start = project.Definition.Period.StartsOn.AddMonths(1),
            Exit = exit,
            Reason = reason,
            NextStep = daysToNextStep is { } days ? exit.AddDays(days) : null,
            Steps = steps,
            Offers = [.. offers.Select(offer => (offer == "subsidised", false))],
        }.ToParticipation();

        var marked = UncountedExits.Mark(project.Definition.On(exit.AddMonths(1)), project.Book, [participation]).Single();

        (marked.Exit!.Uncounted is { } found ? Code.Format(found) : "").ShouldBe(why);
    }

    [Fact]
    public void A_goal_about_others_promises_nothing_and_two_missing_records_are_no_reason_of_the_goals()
    {
        static RawGoal Goal(string key, string members) => new(key, 1, new DateOnly(2025, 1, 1), System.Text.Json.JsonElement.Parse(
            "{ \"text\": { \"sv\": \"Mål\" }, \"measure\": \"share\", \"of\": { \"population\": \"exits\" }, " + members + " }"));
        var definition = ProjectFile.Project(new DateOnly(2025, 1, 1), new DateOnly(2026, 12, 31), []);
        var left = new Fact { Start = new DateOnly(2025, 1, 8), Exit = new DateOnly(2025, 6, 1), Reason = "studies", BirthYear = 1980 }.ToParticipation();
        UncountedBecause? WhyOf(RawGoal goal) =>
            new UncountedExits(definition.On(new DateOnly(2026, 1, 1)), ProjectFile.Of(definition, [goal]).Book).WhyOf(left);

        WhyOf(Goal("g.young", """ "filter": { "ageAtStart": { "to": 29 } }, "counts": { "exitReason": "work-unsubsidised" } """)).ShouldBeNull();
        WhyOf(Goal("g.all", """ "counts": { "exitReason": "work-unsubsidised" } """)).ShouldBe(UncountedBecause.NotCounted);
        WhyOf(Goal("g.both", """ "counts": { "all": [{ "jobOffer": { "subsidised": false } }, { "step": "any" }] } """))
            .ShouldBe(UncountedBecause.NoOfferRecorded);
        WhyOf(Goal("g.documents", """ "counts": { "documentation": "both" } """)).ShouldBeNull();
    }

    [Fact]
    public void The_goals_in_force_at_the_end_of_its_tertial_decide()
    {
        static RawGoal Work(int version, string from, string reason) => new(
            "g.work", version, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), System.Text.Json.JsonElement.Parse(
                $$"""
                { "text": { "sv": "Arbete" }, "measure": "share", "of": { "population": "exits" }, "counts": { "exitReason": ["{{reason}}"] } }
                """));
        var definition = ProjectFile.Project(new DateOnly(2025, 1, 1), new DateOnly(2026, 12, 31), []);
        var project = ProjectFile.Of(definition, [Work(1, "2025-01-01", "work-unsubsidised"), Work(2, "2025-09-01", "studies")]);
        Participation Left(string reason, DateOnly on) => new Fact { Start = new DateOnly(2025, 1, 8), Exit = on, Reason = reason }.ToParticipation();

        var search = new UncountedExits(project.Definition.On(new DateOnly(2026, 1, 1)), project.Book);

        search.WhyOf(Left("studies", new DateOnly(2025, 8, 31))).ShouldBe(UncountedBecause.NotCounted);
        search.WhyOf(Left("studies", new DateOnly(2025, 9, 1))).ShouldBeNull();
        search.WhyOf(Left("work-unsubsidised", new DateOnly(2025, 8, 31))).ShouldBeNull();
        search.WhyOf(Left("work-unsubsidised", new DateOnly(2025, 9, 1))).ShouldBe(UncountedBecause.NotCounted);
    }
}
