# The silo and the command `launchstack` in one image: docker build -t launchstack-metrics .
#   docker run … launchstack-metrics                                  the silo
#   docker run … launchstack-metrics launchstack db doctor --help     the command
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Project files first: restored packages stay cached until one of these changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY eng/ eng/
COPY Grains.Interfaces/Grains.Interfaces.csproj Grains.Interfaces/
COPY Storage/Storage.csproj Storage/
COPY Grains/Grains.csproj Grains/
COPY Silo/Silo.csproj Silo/
COPY Client/Client.csproj Client/
COPY Cli/Cli.csproj Cli/
# For this platform alone: packages bring native libraries for twenty of them.
RUN dotnet restore Silo/Silo.csproj --use-current-runtime && dotnet restore Cli/Cli.csproj --use-current-runtime

COPY sql/ sql/
COPY Grains.Interfaces/ Grains.Interfaces/
COPY Storage/ Storage/
COPY Grains/ Grains/
COPY Silo/ Silo/
COPY Client/ Client/
COPY Cli/ Cli/
# Into one folder: most of what the two need is the same.
RUN for project in Silo Cli; do \
        dotnet publish "$project/$project.csproj" \
            --no-restore --use-current-runtime --no-self-contained --configuration Release --output /app || exit 1; \
    done \
    && mkdir /data

# Chiseled: the runtime and what it links to, without a shell or a package manager. Its user is not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
COPY --from=build /app /app

# Without a database the silo keeps a file here: mount a volume to keep it longer than the container.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID

# There is no Kerberos in the image, and with every new connection Npgsql would look for it.
ENV PATH=/app:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ASPNETCORE_HTTP_PORTS=8080 \
    Metrics__DataDirectory=/data \
    PGGSSENCMODE=disable

# HTTP. The ports for other silos (11111) and for clients (30000) have no authentication: publish them to a private network only.
EXPOSE 8080

# Costs a tenth of a second of CPU each time.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["launchstack-silo", "health"]

# No entry point, so that what follows the image's name is a command. The exec form: the silo is process 1 and gets SIGTERM itself.
ENTRYPOINT []
CMD ["launchstack-silo"]
