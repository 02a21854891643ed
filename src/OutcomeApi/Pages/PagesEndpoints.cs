using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Administration;
using OutcomeApi.Pages.Associations;
using OutcomeApi.Pages.Faults;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Pages.Reminders;
using OutcomeApi.Pages.Reports;
using OutcomeApi.Pages.Secretariat;
using OutcomeApi.Pages.SignIn;
using OutcomeApi.Pages.Work;

namespace OutcomeApi.Pages;

/// <summary>Maps the pages. They are for people and not part of the contract.</summary>
public static class PagesEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services.AddSingleton<IProblemPages, ProblemPages>().AddSingleton<KnownBoards>().AddScoped<BoardReader>().AddScoped<ReminderReader>();

    public static void MapPages(this WebApplication app)
    {
        var site = app.MapGroup(string.Empty);
        site.ExcludeFromDescription();
        Site.MapFiles(site);
        PageLanguage.Map(site);
        Home.Home.Map(site);
        ShowProject.Map(site);
        ShowWhy.Map(site);
        ShowWhatIf.Map(site);
        SignInWithKey.Map(site);
        SignInWithAccount.Map(site);
        SignOut.Map(site);
        OpenShareLink.Map(site);
        ShowCalendar.Map(site);
        Board.Map(site);
        ShowReport.Map(site);
        ShowChanges.Map(site);
        ShowWork.Map(site);
        ShowFinding.Map(site);
        RecordForms.Map(site);
        SendFile.Map(site);
        ShowDesk.Map(site);
        CertifyReport.Map(site);
        ShowFinsam.Map(site);
        WriteComment.Map(site);
        ShareProject.Map(site);
        EndShareLink.Map(site);
        ShowGoals.Map(site);
        ShowGoal.Map(site);
        ShowKeys.Map(site);
        MakeKey.Map(site);
        ReplaceKey.Map(site);
        EndKey.Map(site);
        SearchAudit.Map(site);
        EraseParticipant.Map(site);
        ShowJobs.Map(site);
    }
}
