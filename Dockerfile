# The service in a container: docker build -t outcome-api .
# docs/operations.md says how it is run; compose.yaml runs two of it.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
WORKDIR /source

# Packages are restored anew only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/OutcomeApi/OutcomeApi.csproj src/OutcomeApi/
COPY src/OutcomeApi.Domain/OutcomeApi.Domain.csproj src/OutcomeApi.Domain/
RUN dotnet restore src/OutcomeApi/OutcomeApi.csproj --arch "$TARGETARCH"

# Migrations, project files and scales travel inside the program.
COPY db/ db/
COPY src/OutcomeApi.Domain/ src/OutcomeApi.Domain/
COPY src/OutcomeApi/ src/OutcomeApi/
RUN dotnet publish src/OutcomeApi/OutcomeApi.csproj --configuration Release --arch "$TARGETARCH" --no-restore --no-self-contained \
        -p:UseAppHost=false --output /program \
    && mkdir /register

# No shell and no package manager; with the words and rules of languages (ICU) and the time zones, which the service needs.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
ARG REVISION=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="OutcomeApi" \
      org.opencontainers.image.description="The record of participants' outcomes in rehabilitation projects" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.version="$VERSION"

COPY --from=build /program /program

# Only this folder and /tmp are written to. With the embedded database the register lies here, in data/.
COPY --from=build --chown=$APP_UID:$APP_UID /register /var/lib/outcome-api
WORKDIR /var/lib/outcome-api
VOLUME /var/lib/outcome-api

ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=15s --start-period=60s --retries=3 \
    CMD ["dotnet", "/program/OutcomeApi.dll", "ready"]
ENTRYPOINT ["dotnet", "/program/OutcomeApi.dll"]
