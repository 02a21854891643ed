namespace OutcomeApi.Pages.Administration;

/// <summary>How the pages speak of the audit log.</summary>
internal static class AuditTexts
{
    /// <summary>Names an action.</summary>
    public static string OfAction(PageFrame frame, string action) => action switch
    {
        "create" => frame.In("registrerade", "created"),
        "correct" => frame.In("rättade", "corrected"),
        "accept" => frame.In("godtog", "accepted"),
        "read" => frame.In("läste", "read"),
        "revoke" => frame.In("återkallade", "revoked"),
        "rotate" => frame.In("bytte ut", "rotated"),
        "certify" => frame.In("certifierade", "certified"),
        "extract" => frame.In("tog ut allt om en person", "extracted all about a person"),
        "erase" => frame.In("raderade", "erased"),
        "cut" => frame.In("gallrade loggen", "cut the log"),
        _ => action,
    };
}
