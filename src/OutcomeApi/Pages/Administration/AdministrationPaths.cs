using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace OutcomeApi.Pages.Administration;

/// <summary>Addresses of the pages of administrators and operators.</summary>
internal static class AdministrationPaths
{
    /// <summary>Address of the list of keys, the administrator's first page.</summary>
    public const string Keys = "/administration";

    public const string NewKey = Keys + "/nycklar/ny";

    public const string Audit = Keys + "/granskning";

    /// <summary>Address of the form that names who is to be erased, and of what would go.</summary>
    public const string Erase = Keys + "/radera";

    /// <summary>Address to which an erasure is sent when it has been confirmed.</summary>
    public const string ConfirmErasure = Erase + "/bekrafta";

    /// <summary>Address of the state of the jobs.</summary>
    public const string Jobs = "/drift";

    /// <summary>Address of the page that replaces a key.</summary>
    public static string Replace(string key) => $"{Keys}/nycklar/{key}/byt";

    /// <summary>Address of the page that revokes a key.</summary>
    public static string Revoke(string key) => $"{Keys}/nycklar/{key}/aterkalla";

    /// <summary>Address of a page of the audit log, with what is searched for.</summary>
    public static string AuditPage(AuditSearch search, int page) => Audit + new QueryBuilder(
        search.Terms.Append((Name: "sida", Value: page == 1 ? string.Empty : page.ToString(CultureInfo.InvariantCulture)))
            .Where(term => term.Value.Length > 0)
            .Select(term => KeyValuePair.Create(term.Name, term.Value)));

    /// <summary>The way from the start page to the pages under the list of keys.</summary>
    public static IReadOnlyList<(string Text, string Address)> Trail(PageFrame frame) =>
        [(frame.In("Start", "Start"), "/"), (frame.In("Administration", "Administration"), Keys)];
}
